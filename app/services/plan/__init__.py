"""Plans: IFSP and IEP, version by version, from the draft to the services given."""
