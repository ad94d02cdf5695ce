from django.urls import path

from organisation.design import design

app_name = "organisation"
urlpatterns = [
    path("design/", design, name="design"),
]
