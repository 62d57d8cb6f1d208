"""A bucket that speaks S3, inside this process."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto import mock_aws


@contextmanager
def bucket(name: str) -> Iterator[None]:
    """An empty bucket; boto3 reaches it like any other."""
    with mock_aws():
        boto3.client("s3").create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        yield
