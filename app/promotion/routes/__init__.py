"""The pages of promotion: who may be proposed, one person's proof, one proposal's way."""
