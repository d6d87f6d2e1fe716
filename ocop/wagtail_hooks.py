"""The OCOP register in the CMS."""

from wagtail import hooks

from ocop.cms.history import register_history
from ocop.cms.offices import offices
from ocop.cms.viewsets import product_chooser, products, sales_points


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [products, sales_points, offices, product_chooser]


@hooks.register("register_log_actions")
def register_log_actions(actions):
    register_history(actions)
