import { isOnRoll } from '../../model/pupils/pupil.js'
import { aspects } from '../../model/results/aspects.js'
import { resultSetsUntil } from '../../model/results/result-sets.js'
import { resultsUntil } from '../../model/results/results-until.js'
import { listIn } from '../answers/parameters.js'
import { printer } from './columns.js'
import { table } from './dataset.js'
import type { Aspect } from '../../model/results/aspects.js'
import type { ResultSet } from '../../model/results/result-sets.js'
import type { Result } from '../../model/results/results-until.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

const LONG_AGO = '2024-09-01 00:00:00'

const aspectId = ({ number }: Aspect) => String(700 + number)
const setId = ({ number }: ResultSet) => String(number)

const aspectColumns: Columns<Aspect> = {
  School: {
    Id: aspectId,
    ExternalId: () => null,
    AspectType: ({ scale }) => (scale === 'grade' ? 'Grade' : 'Integer'),
    Name: ({ name }) => name,
    Description: ({ name }) => name,
    Supplier: () => null,
    GradeSetId: () => null,
  },
}

const setColumns: Columns<ResultSet> = {
  School: { Id: setId, ExternalId: () => null, Name: ({ name }) => name, Supplier: () => null },
}

const resultColumns: Columns<Result> = {
  AssessmentResults: {
    Id: ({ number }) => String(number),
    StudentId: ({ pupil }) => pupil.misId,
    AspectId: ({ aspect }) => aspectId(aspect),
    ResultDate: ({ set }) => `${set.day}T00:00:00`,
    ResultSetId: ({ set }) => setId(set),
    Result: ({ value }) => value,
    Notes: ({ pupil }) => `${pupil.forename} tried hard.`,
  },
}

/** Columns of mark books and occasions; mark grids and grade sets are not simulated. */
export const assessmentStructure: Endpoint = {
  scope: 'School',
  tables: (view) => [
    table('Aspects', aspects, printer({ columns: aspectColumns, touched: () => LONG_AGO }, view)),
    table(
      'ResultSets',
      resultSetsUntil(view.roster.day),
      printer({ columns: setColumns, touched: () => LONG_AGO }, view),
    ),
  ],
}

/** Of pupils on roll, for the pairs asked for, `aspect|occasion`; without a filter there is nothing. */
export const assessmentResults: Endpoint = {
  scope: 'AssessmentResults',
  tables: (view) => {
    const print = printer({ columns: resultColumns, touched: ({ updatedAt }: Result) => updatedAt }, view)
    return [table('AsmResults', resultsIn(view), print)]
  },
}

function resultsIn({ roster, seed, parameters }: View): readonly Result[] {
  const pairs = listIn(parameters, 'aspects')
  if (pairs.size === 0) return []
  const onRoll = roster.pupils.filter((pupil) => isOnRoll(pupil, roster.day))
  return resultsUntil(seed, onRoll, roster.day).filter(({ aspect, set }) =>
    pairs.has(`${aspectId(aspect)}|${setId(set)}`),
  )
}
