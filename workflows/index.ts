export { schoolLifecycle } from './school/lifecycle.js'
export { syncSchool } from './school/sync.js'
export { reconcileSchools } from './watch/reconcile.js'
export { sendNotices } from './watch/send-notices.js'
