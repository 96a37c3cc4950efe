"""The dossier of a camera: what was declared about it, by whom, and what changed."""
