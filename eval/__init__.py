"""Measuring Retold on labelled data. No part of the package."""
