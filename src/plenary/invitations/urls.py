from django.urls import path

from plenary.invitations.views import guest_lists, guests, public, waves

CONSOLE = "console/<slug:slug>/"

urlpatterns = [
    path(CONSOLE + "guests/", guests.guests, name="guests"),
    path(CONSOLE + "guests/wave/", guests.wave_of_selected, name="guests_wave"),
    path(CONSOLE + "people/<int:pk>/answer/", guests.record_answer, name="person_answer"),
    path(CONSOLE + "people/<int:pk>/invitation/<str:act>/", guests.decide, name="person_invitation"),
    path(CONSOLE + "organisations/<int:pk>/links/", guests.end_organisation_links, name="organisation_links"),
    path(CONSOLE + "guest-lists/", guest_lists.guest_lists, name="guest_lists"),
    path(CONSOLE + "guest-lists/<int:pk>/", guest_lists.guest_list, name="guest_list"),
    path(CONSOLE + "guest-lists/<int:pk>/<str:act>/", guest_lists.decide, name="guest_list_decide"),
    path(CONSOLE + "waves/", waves.waves, name="waves"),
    path(CONSOLE + "waves/new/", waves.write, name="wave_new"),
    path(CONSOLE + "waves/<int:pk>/", waves.wave, name="wave"),
    path(CONSOLE + "waves/<int:pk>/edit/", waves.write, name="wave_edit"),
    path(CONSOLE + "waves/<int:pk>/trial/", waves.trial, name="wave_trial"),
    path(CONSOLE + "waves/<int:pk>/sending/", waves.sending, name="wave_sending"),
    path(CONSOLE + "waves/<int:pk>/removal/", waves.remove, name="wave_remove"),
    path("i/<str:token>/", public.guest, name="guest_page"),
    path("i/<str:token>/answer/", public.answer, name="guest_answer"),
    path("o/<str:token>/", public.contact, name="contact_page"),
    path("o/<str:token>/answers/", public.contact_answers, name="contact_answers"),
]
