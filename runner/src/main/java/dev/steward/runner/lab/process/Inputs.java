package dev.steward.runner.lab.process;

import dev.steward.runner.lab.file.FileException;
import java.util.function.BiConsumer;

/** The files a filter reads one after the other; what cannot be opened is said and skipped. */
public final class Inputs {

    private Inputs() {}

    /**
     * Hands each file to the reader.
     *
     * @return 0, or 1 where one could not be read
     */
    public static int each(Call call, Iterable<String> names, BiConsumer<String, Lines> reader) {
        int status = 0;
        for (String name : names) {
            try {
                OpenFile file = open(call, name);
                try {
                    Lines lines = new Lines(call.proc(), file);
                    reader.accept(name, lines);
                    lines.giveBack();
                } finally {
                    file.release();
                }
            } catch (FileException e) {
                status = call.fail(1, message(call, name, e));
            }
        }
        return status;
    }

    private static String message(Call call, String name, FileException e) {
        String quoted =
                switch (call.name()) {
                    case "head", "tail" -> Arguments.bytes("cannot open '" + name + "' for reading");
                    case "sort" -> "cannot read: " + name;
                    case "sed" -> "can't read " + name;
                    default -> name;
                };
        return quoted + ": " + e.errno().text();
    }

    /** Opens a file; a dash is standard input. The caller releases it. */
    public static OpenFile open(Call call, String name) {
        return name.equals("-") ? call.input().hold() : Exec.open(call.proc(), name);
    }

    /** The whole of a file as text, one character a byte. */
    public static String text(Call call, String name) {
        OpenFile file = open(call, name);
        try {
            return new Lines(call.proc(), file).text();
        } finally {
            file.release();
        }
    }
}
