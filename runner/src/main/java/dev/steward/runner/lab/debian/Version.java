package dev.steward.runner.lab.debian;

/** Debian's order of versions (deb-version(7)). */
final class Version {

    private Version() {}

    static int compare(String left, String right) {
        int epoch = Long.compare(epoch(left), epoch(right));
        if (epoch != 0) {
            return epoch;
        }
        String one = left.substring(left.indexOf(':') + 1);
        String two = right.substring(right.indexOf(':') + 1);
        int upstream = part(upstream(one), upstream(two));
        return upstream != 0 ? upstream : part(revision(one), revision(two));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 || !version.substring(0, colon).matches("\\d{1,9}")
                ? 0
                : Long.parseLong(version.substring(0, colon));
    }

    private static String upstream(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version : version.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    private static int part(String left, String right) {
        int a = 0;
        int b = 0;
        while (a < left.length() || b < right.length()) {
            while (a < left.length() && !Character.isDigit(left.charAt(a))
                    || b < right.length() && !Character.isDigit(right.charAt(b))) {
                int order = Integer.compare(weight(left, a), weight(right, b));
                if (order != 0) {
                    return order;
                }
                a++;
                b++;
            }
            int endA = digits(left, a);
            int endB = digits(right, b);
            String one = left.substring(a, endA).replaceFirst("^0+", "");
            String two = right.substring(b, endB).replaceFirst("^0+", "");
            int order = one.length() != two.length() ? Integer.compare(one.length(), two.length()) : one.compareTo(two);
            if (order != 0) {
                return order;
            }
            a = endA;
            b = endB;
        }
        return 0;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int weight(String text, int at) {
        if (at >= text.length() || Character.isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
    }
}
