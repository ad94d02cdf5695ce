from django.urls import path

from organisation.design import design
from organisation.views import department, departments, logs, people, proposals, purposes

app_name = "organisation"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/roles/", people.person_roles, name="person_roles"),
    path("roles/<int:pk>/end/", people.role_end, name="role_end"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_new, name="department_new"),
    path("departments/<int:pk>/", department.department, name="department"),
    path("departments/<int:pk>/details/", department.details, name="department_details"),
    path("departments/<int:pk>/closing/", department.closing, name="department_closing"),
    path("departments/<int:pk>/exemptions/", department.exemptions, name="exemptions"),
    path("exemptions/<int:pk>/end/", department.exemption_end, name="exemption_end"),
    path("exemptions/<int:pk>/removal/", department.exemption_removal, name="exemption_removal"),
    path("departments/<int:pk>/successors/", department.reorganisation, name="reorganisation"),
    path("successors/<int:pk>/removal/", department.reorganisation_removal, name="reorganisation_removal"),
    path("boards/", departments.boards, name="boards"),
    path("boards/<int:pk>/name/", departments.board_name, name="board_name"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/answer/", proposals.answer, name="proposal_answer"),
    path("proposals/<int:pk>/withdrawal/", proposals.withdrawal, name="proposal_withdrawal"),
    path("audit-trail/", logs.audit_trail, name="audit_trail"),
    path("purpose/", purposes.purpose, name="purpose"),
    path("access-log/", logs.access_log, name="access_log"),
    path("design/", design, name="design"),
]
