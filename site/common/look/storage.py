"""Static files for production: hashed names, and one style sheet instead of forty."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from common.look import styles


class OneSheetStorage(StaticFilesStorage):
    """Static files where they lie, with one style sheet instead of forty: see BundleFinder."""

    style_sheets = [styles.BUNDLE]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashes names; a reference to a file that a package forgot to ship (source maps) does not stop a release."""

    manifest_strict = False
    support_js_module_import_aggregation = False
    style_sheets = [styles.BUNDLE]

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            text = styles.bundle(lambda name: self.open(name).read().decode())
            if self.exists(styles.BUNDLE):
                self.delete(styles.BUNDLE)
            self._save(styles.BUNDLE, ContentFile(text.encode()))
            paths[styles.BUNDLE] = (self, styles.BUNDLE)
        yield from super().post_process(paths, dry_run, **options)

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
