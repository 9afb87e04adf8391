/**
 * Every table with rows of one person, and the column that names them. A test compares this with the tables there are: a new store
 * without a line here fails it (R17).
 */
export const subjectTables = [
  ['record', 'subject_id'],
  ['identity', 'subject_id'],
  ['membership', 'subject_id'],
  ['attendance', 'subject_id'],
  ['part', 'subject_id'],
  ['fact', 'subject_id'],
  ['timer', 'subject_id'],
  ['stay', 'subject_id'],
  ['question', 'subject_id'],
  ['rejection', 'subject_id'],
  ['change', 'subject_id'],
  ['subject', 'id'],
] as const
