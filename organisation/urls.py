from django.urls import path

from organisation.design import design
from organisation.views import departments, logs, people, purposes

app_name = "organisation"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/roles/", people.person_roles, name="person_roles"),
    path("roles/<int:pk>/end/", people.role_end, name="role_end"),
    path("departments/", departments.departments, name="departments"),
    path("audit-trail/", logs.audit_trail, name="audit_trail"),
    path("purpose/", purposes.purpose, name="purpose"),
    path("access-log/", logs.access_log, name="access_log"),
    path("design/", design, name="design"),
]
