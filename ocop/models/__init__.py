"""OCOP products and their certificates."""

from .product import Certificate, OcopProduct

__all__ = ["Certificate", "OcopProduct"]
