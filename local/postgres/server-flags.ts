/** How our Postgres is set, on its command line: the folder keeps initdb's configuration file, so a newer release changes settings too. */
export function serverFlags(dataFolder: string, host: string, port: number, durable: boolean): string[] {
  return [
    ...['-D', dataFolder, '-p', String(port)],
    ...set({
      listen_addresses: host,
      // Nobody uses the Unix socket, and its path may not be longer than 107 bytes.
      unix_socket_directories: '',
      // Each school has a database and a role, so pools are many and small.
      max_connections: '200',
      shared_buffers: '128MB',
      wal_level: 'replica',
      // A failed statement or its detail can quote what it was given; neither belongs in a log.
      log_min_error_statement: 'panic',
      log_error_verbosity: 'terse',
      log_checkpoints: 'off',
      log_timezone: 'UTC',
      timezone: 'UTC',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    }),
  ]
}

function set(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
