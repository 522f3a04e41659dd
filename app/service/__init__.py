"""The service record: appraisals and sanctions, each with its source and its day."""
