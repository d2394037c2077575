"""Browsers that keep other sites' cookies out still take those that belong to one site's pages alone."""

from http.cookies import Morsel

# Python before 3.14 knows no such attribute.
Morsel._reserved.setdefault("partitioned", "Partitioned")
Morsel._flags.add("partitioned")


class PartitionedCookies:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for cookie in response.cookies.values():
            if cookie["samesite"] == "None":
                cookie["secure"] = cookie["partitioned"] = True
        return response
