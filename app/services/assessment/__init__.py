"""Finding out: planned with consent, scored from several sources, signed by each examiner, shared; then decided on."""
