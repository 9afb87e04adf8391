import { z } from 'zod'

/** Words for the people who read and accept an agreement. */
export const sentence = (about: string) =>
  z
    .string({ error: `Say in plain words ${about}.` })
    .trim()
    .min(1)
    .max(600)

/** A name that stays when the words change, so that two versions can be compared entry by entry. */
export const code = z
  .string({ error: 'Give this a name of its own: lower-case words joined by hyphens.' })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'Write lower-case words joined by hyphens.' })

/** A share of a hundred, as a whole number. */
export const percent = z.int({ error: 'Write a whole number from 1 to 100.' }).min(1).max(100)

/** A list that says nothing twice: of two rows about one item, nobody could tell which holds. It may say nothing at all. */
export const listOf = <Entry extends z.ZodType>(entry: Entry, nameOf: (entry: z.output<Entry>) => string) =>
  z.array(entry).superRefine((list, context) => {
    const names = list.map(nameOf)
    names.forEach((name, index) => {
      if (names.indexOf(name) === index) return
      context.addIssue({ code: 'custom', path: [index], message: 'This stands here twice; keep one of the two.' })
    })
  })
