from django.urls import path

from plenary.checkin.doors import by_link, by_staff
from plenary.checkin.views import console, door, guest

CONSOLE = "console/<slug:slug>/checkin/"
DOOR = "door/<str:token>/"

urlpatterns = [
    path(CONSOLE, console.overview, name="checkin"),
    path(CONSOLE + "arrivals/", console.arrivals_list, name="arrivals"),
    path(CONSOLE + "arrivals.xlsx", console.arrivals_workbook, name="arrivals_workbook"),
    path(CONSOLE + "walk-in/", console.walk_in, name="checkin_walk_in"),
    path(CONSOLE + "print/<slug:kind>/", console.paper, name="checkin_print"),
    path(CONSOLE + "door/", by_staff(door.page), name="console_door"),
    path(CONSOLE + "door/start/", by_staff(door.start), name="console_door_start"),
    path(CONSOLE + "door/leave/", by_staff(door.leave), name="console_door_leave"),
    path(CONSOLE + "door/admissions/", by_staff(door.admissions), name="console_door_admissions"),
    path(CONSOLE + "door/undo/", by_staff(door.undo), name="console_door_undo"),
    path(CONSOLE + "door/search/", by_staff(door.search), name="console_door_search"),
    path(CONSOLE + "door/readings/", by_staff(door.readings), name="console_door_readings"),
    path("console/<slug:slug>/badges/", console.badge_list, name="badges"),
    path("console/<slug:slug>/badges.xlsx", console.badges_workbook, name="badges_workbook"),
    path("console/<slug:slug>/badges/<int:pk>/replacement/", console.replace, name="badge_replacement"),
    path("console/<slug:slug>/badges/<int:pk>/end/", console.end, name="badge_end"),
    path(DOOR, by_link(door.page), name="door"),
    path(DOOR + "start/", by_link(door.start), name="door_start"),
    path(DOOR + "leave/", by_link(door.leave), name="door_leave"),
    path(DOOR + "admissions/", by_link(door.admissions), name="door_admissions"),
    path(DOOR + "undo/", by_link(door.undo), name="door_undo"),
    path(DOOR + "search/", by_link(door.search), name="door_search"),
    path(DOOR + "readings/", by_link(door.readings), name="door_readings"),
    path("i/<str:token>/badge.png", guest.badge_picture, name="guest_badge"),
]
