import { json } from '../../http/answer.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Habits } from '../habits.js'
import { parametersOf } from './parameters.js'

/** The four keys that every answer but data has; in an error the message is there. */
export function envelope(message: string | null): object {
  return {
    Message: null,
    ExceptionType: message === null ? null : 'XporterOnDemandException',
    ExceptionMessage: message,
    InnerException: null,
  }
}

/** An error. Unless a status was asked for it comes with 200, and its message is all there is. */
export function failing(status: number, message: string, request: SimulatorRequest, errors: Habits['errors']): Answer {
  const asked = parametersOf(request).get('httpstatuscodes')?.toLowerCase() === 'true'
  const told = errors === 'statuses' || (errors === 'asAsked' && asked)
  return json(told ? status : 200, envelope(message))
}
