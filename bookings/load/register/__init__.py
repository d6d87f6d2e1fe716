"""An OCOP register of any size: products of the fictional hosts, their certificates, and dossiers on their way."""
