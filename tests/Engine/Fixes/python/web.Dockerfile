FROM python:3.11-slim
MAINTAINER Jane Doe "jane@example.com"
ENV PYTHONUNBUFFERED 1
ADD requirements.txt /code/
ADD greeting /code/greeting
WORKDIR /code
RUN pip install -r requirements.txt
ADD . /code/
EXPOSE 5000
CMD python app.py
