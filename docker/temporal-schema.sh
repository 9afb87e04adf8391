#!/bin/sh
# Makes or updates the tables of Temporal, as its operators are told to before each new release of the server. Repeatable.
set -eu

tables() {
  tool="temporal-sql-tool --plugin postgres12 --ep temporal-postgres --port 5432 --user postgres --db $1"
  $tool create
  # Refused where the tables are there already, which is every time but the first.
  $tool setup-schema --version 0.0 || true
  $tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

tables temporal temporal
tables temporal_visibility visibility
