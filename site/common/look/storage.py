"""Static files for production: hashed names, and one style sheet instead of forty."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from common.look import styles


class OneSheetStorage(StaticFilesStorage):
    """Static files where they lie, with one style sheet instead of forty: see BundleFinder."""

    bundles = True


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashes names; a reference to a file that a package forgot to ship (source maps) does not stop a release."""

    manifest_strict = False
    support_js_module_import_aggregation = False
    bundles = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for bundle in styles.BUNDLES:
                text = styles.bundle(lambda name: self.open(name).read().decode(), bundle)
                if self.exists(bundle):
                    self.delete(bundle)
                self._save(bundle, ContentFile(text.encode()))
                paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
