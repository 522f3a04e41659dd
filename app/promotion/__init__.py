"""From assessor to judge: who may be proposed, and the way of a proposal to its act."""
