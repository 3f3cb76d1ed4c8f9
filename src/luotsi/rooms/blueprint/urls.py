from __future__ import annotations

from django.urls import path

from luotsi.rooms.blueprint.views import capacity, decisions, pages, publishing, quarters

app_name = "blueprint"
urlpatterns = [
    # what everybody sees
    path("", pages.current, name="current"),
    path("quarters/", pages.quarters, name="quarters"),
    path("<int:pk>/", pages.show, name="show"),
    path("<int:pk>/history/", pages.history, name="history"),
    path("<int:pk>/versions/<int:number>/", pages.version, name="version"),
    path("<int:pk>/versions/<int:number>/print/", publishing.print_sheet, name="print"),
    path("<int:pk>/versions/<int:number>/plan.pdf", publishing.pdf, name="pdf"),
    path("<int:pk>/versions/<int:number>/plan.ics", publishing.ical, name="ical"),
    path("<int:pk>/versions/<int:number>/plan.csv", publishing.csv, name="csv"),
    path("<int:pk>/versions/<int:number>/link/", publishing.open_link, name="link"),
    path("feed/<str:token>/plan.ics", publishing.feed, name="feed"),
    # the team's draft
    path("begin/", quarters.begin, name="begin"),
    path("<int:pk>/draft/", pages.draft, name="draft"),
    path("<int:pk>/frame/", quarters.edit, name="frame"),
    path("<int:pk>/plan/", quarters.plan, name="plan"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("runs/<int:pk>/", quarters.run, name="run"),
    path("runs/<int:pk>/cancel/", quarters.cancel, name="cancel"),
    path("<int:pk>/items/<int:item>/", decisions.place, name="place"),
    path("<int:pk>/items/<int:item>/move/", decisions.move, name="move"),
    path("<int:pk>/items/<int:item>/unpin/", decisions.unpin, name="unpin"),
    path("<int:pk>/items/<int:item>/exclude/", decisions.exclude, name="exclude"),
    path("<int:pk>/items/<int:item>/readmit/", decisions.readmit, name="readmit"),
    path("<int:pk>/items/<int:item>/weeks/", decisions.close_weeks, name="weeks"),
    path("<int:pk>/items/<int:item>/ways/", decisions.add_way, name="add_way"),
    path("<int:pk>/ways/<int:way>/remove/", decisions.remove_way, name="remove_way"),
    # capacity
    path("capacity/", capacity.capacity, name="capacity"),
    path("capacity/paste/", capacity.paste, name="paste"),
    path("capacity/people/add/", capacity.add_member, name="add_member"),
    path("capacity/people/<int:pk>/", capacity.member, name="member"),
    path("capacity/people/<int:pk>/left/", capacity.member_left, name="member_left"),
    path("capacity/people/<int:pk>/returned/", capacity.member_returned, name="member_returned"),
    path("capacity/skills/", capacity.add_skill, name="add_skill"),
    path("capacity/skills/<int:pk>/", capacity.skill, name="skill"),
    path("capacity/skills/<int:pk>/remove/", capacity.remove_skill, name="remove_skill"),
    path("capacity/leave/", capacity.add_leave, name="add_leave"),
    path("capacity/leave/<int:pk>/remove/", capacity.remove_leave, name="remove_leave"),
    path("capacity/holidays/", capacity.add_holiday, name="add_holiday"),
    path("capacity/holidays/<int:pk>/remove/", capacity.remove_holiday, name="remove_holiday"),
    path("capacity/recipes/<str:deliverable>/", capacity.recipe, name="recipe"),
]
