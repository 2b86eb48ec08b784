"""The HTTP API: a route is parse, call, return. The only place that knows HTTP status codes."""

from service.api.app import create_app
from service.api.problems import PROBLEM

__all__ = ["PROBLEM", "create_app"]
