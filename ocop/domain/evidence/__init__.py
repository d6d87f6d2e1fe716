"""What proves a dossier's answers: kept as it was sent once it is safe, or taken over from what this site counts."""
