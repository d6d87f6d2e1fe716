"""The OCOP register in the CMS."""

from wagtail import hooks

from ocop.cms.viewsets import product_chooser, products


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [products, product_chooser]
