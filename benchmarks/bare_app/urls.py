from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from bare_app.models import BareItem


@login_required
def first_page(request: HttpRequest) -> HttpResponse:
    return render(request, "list.html", {"items": BareItem.objects.order_by("rank")[:50]})


def enter(request: HttpRequest) -> HttpResponse:
    login(request, get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/")


urlpatterns = [path("", first_page), path("enter/", enter)]
