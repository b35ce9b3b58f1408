"""Airflow: Thermograd every night, through a Spark connection (apache-airflow-providers-apache-spark)."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

THERMOGRAD = "/opt/thermograd"
DATA = "/data"  # where every worker sees it: a task starts in a folder of Airflow's choice

with DAG(
    dag_id="thermograd_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
) as dag:
    SparkSubmitOperator(
        task_id="nightly",
        conn_id="spark_default",
        application=f"{THERMOGRAD}/target/thermograd.jar",
        java_class="io.thermograd.job.Main",
        application_args=[
            f"{THERMOGRAD}/jobs/nightly.yaml",
            "--set",
            f"input.0.path={DATA}/traces",
            "--set",
            f"output.path={DATA}/nightly",
            "--set",
            f"alerts.json_lines={DATA}/nightly-alerts.jsonl",
            "--set",
            f"alerts.prometheus={DATA}/nightly.prom",
        ],
        properties_file=f"{THERMOGRAD}/conf/standalone.conf",
    )
