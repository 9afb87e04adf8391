#!/bin/sh
# Makes the namespaces of Termkeeper and the search attributes that its workflows set. Repeatable; TEMPORAL_ADDRESS says where.
set -eu

until temporal operator cluster health >/dev/null 2>&1; do sleep 1; done

attributes() {
  type=$1
  shift
  for name; do
    # Creating one that is there is no error, so this needs no question first.
    temporal operator search-attribute create --namespace "$namespace" --name "$name" --type "$type"
  done
}

for namespace in schools eraser; do
  temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$namespace" --retention 72h
  # A new namespace takes some seconds to be known to every part of the server.
  until temporal operator namespace update --namespace "$namespace" --retention 72h >/dev/null 2>&1 &&
    temporal operator search-attribute list --namespace "$namespace" >/dev/null 2>&1; do sleep 1; done
  attributes Keyword SchoolId Agreement Connector Phase LastOutcome
  attributes Datetime NextSyncAt NextDeadline
  attributes Bool NeedsAttention
done
