"""What things are: documents, records, canonical fields, units, regions, errors. Imports nothing of ours."""
