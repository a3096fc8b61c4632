package dev.steward.runner.app;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.Disk;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.source.SourceFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what came of checking, as long as every text that was read for it is the same and the parameters are: files
 * are read each time, compiled only when one has changed. One compiler, hence one catalog. Safe for many threads.
 */
final class CheckedPlans {

    private static final int KEPT = 50;

    private final PlaybookCompiler compiler;
    private final SourceFolder disk;
    private final Map<Key, Remembered> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(String file, Map<String, Object> given) {}

    private record Remembered(Map<String, String> texts, Checked checked) {}

    CheckedPlans(PlaybookCompiler compiler) {
        this(compiler, new Disk());
    }

    CheckedPlans(PlaybookCompiler compiler, SourceFolder disk) {
        this.compiler = compiler;
        this.disk = disk;
    }

    Checked check(Path playbook, Map<String, Object> given) {
        return check(disk, playbook.toString().replace('\\', '/'), given);
    }

    Checked check(SourceFolder disk, String file, Map<String, Object> given) {
        Key key = new Key(file, new LinkedHashMap<>(given));
        Remembered before = remembered(key);
        if (before != null && same(disk, before.texts())) {
            return before.checked();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Checked checked = compiler.check(name -> noted(disk, name, texts), file, given);
        remember(key, new Remembered(texts, checked));
        return checked;
    }

    private synchronized Remembered remembered(Key key) {
        return known.get(key);
    }

    private synchronized void remember(Key key, Remembered now) {
        known.put(key, now);
    }

    private static String noted(SourceFolder disk, String file, Map<String, String> texts) throws IOException {
        try {
            String text = disk.text(file);
            texts.put(file, text);
            return text;
        } catch (IOException e) {
            texts.put(file, null);
            throw e;
        }
    }

    /** A file that could not be read is looked for again: it may be there by now. */
    private static boolean same(SourceFolder disk, Map<String, String> texts) {
        return texts.entrySet().stream()
                .allMatch(entry -> entry.getValue() != null && entry.getValue().equals(read(disk, entry.getKey())));
    }

    private static String read(SourceFolder disk, String file) {
        try {
            return disk.text(file);
        } catch (IOException e) {
            return null;
        }
    }
}
