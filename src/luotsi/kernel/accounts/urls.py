from __future__ import annotations

from django.urls import path

from luotsi.kernel.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.own, name="settings"),
    path("tokens/", views.token_list, name="tokens"),
    path("tokens/make/", views.make_token, name="make_token"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke_token"),
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/invite/", views.invite_again, name="invite_again"),
    path("people/<int:pk>/role/", views.change_role, name="change_role"),
    path("people/<int:pk>/close/", views.close_account, name="close_account"),
    path("people/<int:pk>/open/", views.open_account, name="open_account"),
    path("guests/", views.guest_list, name="guests"),
    path("guests/<int:pk>/revoke/", views.revoke_guest, name="revoke_guest"),
]
