export const RECONCILE_SCHEDULE = 'watch/reconcile-schools'
