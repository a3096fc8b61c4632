package dev.steward.house

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import org.spockframework.runtime.AbstractRunListener
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.ErrorInfo
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.IterationInfo
import org.spockframework.runtime.model.SpecInfo

/** Writes what each marked feature really did into target/rows, for .ci/rows to print. */
class RowExtension implements IAnnotationDrivenExtension<Row> {

    @Override
    void visitFeatureAnnotation(Row annotation, FeatureInfo feature) {
        if (annotation.value().length > 3) {
            throw new IllegalStateException("${feature.name} names ${annotation.value().length} rows; at most three a feature")
        }
        feature.spec.bottomSpec.addListener(new Recorder(feature.name, annotation.value() as List))
    }

    private static final class Recorder extends AbstractRunListener {

        private final String feature
        private final List<String> rows
        private boolean failed
        private int iterations

        Recorder(String feature, List<String> rows) {
            this.feature = feature
            this.rows = rows
        }

        @Override
        void afterIteration(IterationInfo iteration) {
            if (iteration.feature.name == feature) {
                iterations++
            }
        }

        @Override
        void error(ErrorInfo error) {
            if (error.method?.feature == null || error.method.feature.name == feature) {
                failed = true
            }
        }

        @Override
        void afterSpec(SpecInfo spec) {
            Path dir = Files.createDirectories(Path.of('target', 'rows'))
            String result = failed ? 'failed' : iterations == 0 ? 'not run' : 'passed'
            String lines = rows.collect { row -> [row, spec.bottomSpec.name, feature, result].join('\t') + '\n' }.join('')
            Files.writeString(dir.resolve(spec.bottomSpec.name + '.tsv'), lines,
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND)
        }
    }
}
