from django.urls import path

from plenary.programme.views import board, files, grid, releases, talks

HERE = "console/<slug:slug>/programme/"

urlpatterns = [
    path(HERE, talks.talks, name="programme"),
    path(HERE + "talks.xlsx", talks.talks_workbook, name="talks_workbook"),
    path(HERE + "talks/new/", talks.new_talk, name="new_talk"),
    path(HERE + "talks/<int:number>/", talks.talk, name="talk"),
    path(HERE + "talks/<int:number>/cancellation/", talks.cancel, name="cancel_talk"),
    path(HERE + "talks/<int:number>/restoration/", talks.restore, name="restore_talk"),
    path(HERE + "people/", talks.speaker_search, name="speaker_search"),
    path(HERE + "board/", board.board, name="board"),
    path(HERE + "board/moves/", board.move, name="move_talk"),
    path(HERE + "board/undo/", board.undo, name="undo_move"),
    path(HERE + "board/redo/", board.redo, name="redo_move"),
    path(HERE + "rooms/", grid.grid, name="grid"),
    path(HERE + "files/", files.files, name="programme_files"),
    path(HERE + "files/<int:pk>/", files.file, name="programme_file"),
    path(HERE + "files/<int:pk>/confirmation/", files.confirm, name="confirm_programme_file"),
    path(HERE + "files/<int:pk>/undoing/", files.undo, name="undo_programme_file"),
    path(HERE + "releases/", releases.releases, name="releases"),
    path(HERE + "releases/<int:number>/", releases.release_page, name="release"),
]
