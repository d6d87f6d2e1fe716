"""The OCOP register in the CMS."""

from wagtail import hooks

from ocop.cms.viewsets import products


@hooks.register("register_admin_viewset")
def register_viewset():
    return products
