"""A dossier as its host prepares it, and what it would come to."""
