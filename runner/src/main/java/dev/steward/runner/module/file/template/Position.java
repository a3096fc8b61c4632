package dev.steward.runner.module.file.template;

/**
 * A place in a template.
 *
 * @param file as the playbook names it
 * @param line from 1
 * @param column from 1
 */
record Position(String file, int line, int column) {

    static Position of(String file, String text, int offset) {
        String before = text.substring(0, Math.min(offset, text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Position(file, line, offset - before.lastIndexOf('\n'));
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
