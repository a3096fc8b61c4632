package dev.steward.runner.lab.tool;

import dev.steward.runner.lab.file.FileException;
import dev.steward.runner.lab.process.Arguments;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.process.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** date. */
final class DateTool implements Program {

    private static final Pattern RELATIVE =
            Pattern.compile("(?i)\\s*([-+]?\\d{1,9}) *(second|sec|minute|min|hour|day|week|month|year)s?( ago)?");

    @Override
    public int run(Call call) {
        Arguments options =
                Arguments.of(call, "uR", "drsI", "utc=u date=d reference=r rfc-email=R iso-8601: set=s rfc-3339:");
        ZoneId zone = options.has("u") ? ZoneOffset.UTC : zone(call);
        Instant at = call.machine().now();
        if (options.has("r")) {
            String name = options.value("r", "");
            try {
                at = call.machine().files().node(call.proc().who(), name).modified();
            } catch (FileException e) {
                return call.fail(1, name + ": " + e.errno().text());
            }
        } else if (options.has("d")) {
            at = parse(call, options.value("d", ""));
        } else if (options.has("s")) {
            return call.fail(1, "cannot set date: Operation not permitted");
        }
        String format = options.rest().isEmpty()
                ? "+%a %b %e %H:%M:%S %Z %Y"
                : options.rest().get(0);
        if (options.has("R")) {
            format = "+%a, %d %b %Y %H:%M:%S %z";
        } else if (options.has("iso-8601")) {
            format = options.value("iso-8601", "").startsWith("s") ? "+%Y-%m-%dT%H:%M:%S%:z" : "+%Y-%m-%d";
        }
        if (!format.startsWith("+")) {
            return call.fail(1, Arguments.bytes("invalid date ‘" + format + "’"));
        }
        call.out().line(format(format.substring(1), at.atZone(zone)));
        return 0;
    }

    private static ZoneId zone(Call call) {
        String name = call.proc().environment().getOrDefault("TZ", "UTC");
        try {
            return ZoneId.of(name.isEmpty() ? "UTC" : name);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    /** The stamp of touch -t as date -d understands it. */
    static String stamp(String text) {
        Matcher matcher = Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(\\d\\d)(\\d\\d)(?:\\.(\\d\\d))?")
                .matcher(text);
        return matcher.matches()
                ? matcher.replaceAll(m -> m.group(1) + "-" + m.group(2) + "-" + m.group(3) + " " + m.group(4) + ":"
                        + m.group(5) + ":" + (m.group(6) == null ? "00" : m.group(6)))
                : "invalid";
    }

    static Instant parse(Call call, String text) {
        Instant now = call.machine().now();
        Matcher matcher = RELATIVE.matcher(text);
        int end = 0;
        ZonedDateTime at = now.atZone(zone(call));
        String absolute = matcher.find() ? text.substring(0, matcher.start()).trim() : text.trim();
        if (!absolute.isEmpty()) {
            at = absolute(call, text, absolute, at);
        }
        matcher.reset();
        while (matcher.find(end)) {
            end = matcher.end();
            long count = Long.parseLong(matcher.group(1).replaceFirst("\\+", "")) * (matcher.group(3) == null ? 1 : -1);
            at = at.plus(count, unit(matcher.group(2).toLowerCase(Locale.ROOT)));
        }
        return at.toInstant();
    }

    private static ZonedDateTime absolute(Call call, String whole, String text, ZonedDateTime now) {
        if (text.matches("@-?\\d{1,15}(\\.\\d+)?")) {
            return Instant.ofEpochSecond(Long.parseLong(text.substring(1).replaceFirst("\\..*", "")))
                    .atZone(now.getZone());
        }
        switch (text) {
            case "now", "today" -> {
                return now;
            }
            case "yesterday" -> {
                return now.minusDays(1);
            }
            case "tomorrow" -> {
                return now.plusDays(1);
            }
            default -> {
                try {
                    return dated(text, now);
                } catch (DateTimeException e) {
                    throw new UsageException(1, Arguments.bytes(call.name() + ": invalid date ‘" + whole + "’"));
                }
            }
        }
    }

    private static ZonedDateTime dated(String text, ZonedDateTime now) {
        boolean utc = text.endsWith("Z") || text.endsWith("UTC");
        String plain = text.replaceFirst(" ?(Z|UTC)$", "").replace('T', ' ');
        ZoneId zone = utc ? ZoneOffset.UTC : now.getZone();
        if (plain.length() == 10) {
            return LocalDate.parse(plain).atStartOfDay(zone);
        }
        String padded = plain.length() == 16 ? plain + ":00" : plain;
        return LocalDateTime.parse(
                        padded.replaceFirst("\\.\\d+$", ""), DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"))
                .atZone(zone);
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "second", "sec" -> ChronoUnit.SECONDS;
            case "minute", "min" -> ChronoUnit.MINUTES;
            case "hour" -> ChronoUnit.HOURS;
            case "week" -> ChronoUnit.WEEKS;
            case "month" -> ChronoUnit.MONTHS;
            case "year" -> ChronoUnit.YEARS;
            default -> ChronoUnit.DAYS;
        };
    }

    private static String format(String format, ZonedDateTime at) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char letter = format.charAt(++i);
            boolean bare = letter == '-';
            if ((bare || letter == '_' || letter == '0' || letter == ':') && i + 1 < format.length()) {
                char next = format.charAt(++i);
                String value = letter == ':'
                        ? at.getOffset().getTotalSeconds() == 0
                                ? "+00:00"
                                : at.getOffset().getId()
                        : value(next, at);
                out.append(bare ? value.replaceFirst("^[0 ]+(?=\\d)", "") : value);
            } else if (Character.isDigit(letter) && i + 1 < format.length() && format.charAt(i + 1) == 'N') {
                out.append(value('N', at), 0, letter - '0');
                i++;
            } else {
                out.append(value(letter, at));
            }
        }
        return out.toString();
    }

    private static String value(char letter, ZonedDateTime at) {
        String pattern =
                switch (letter) {
                    case 'a' -> "EEE";
                    case 'A' -> "EEEE";
                    case 'b', 'h' -> "MMM";
                    case 'B' -> "MMMM";
                    case 'c' -> "EEE MMM ppd HH:mm:ss yyyy";
                    case 'd' -> "dd";
                    case 'D', 'x' -> "MM/dd/yy";
                    case 'e' -> "ppd";
                    case 'F' -> "yyyy-MM-dd";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'j' -> "DDD";
                    case 'm' -> "MM";
                    case 'M' -> "mm";
                    case 'N' -> "nnnnnnnnn";
                    case 'p' -> "a";
                    case 'R' -> "HH:mm";
                    case 'S' -> "ss";
                    case 'T', 'X' -> "HH:mm:ss";
                    case 'y' -> "yy";
                    case 'Y' -> "yyyy";
                    default -> "";
                };
        return pattern.isEmpty() ? other(letter, at) : at.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }

    private static String other(char letter, ZonedDateTime at) {
        return switch (letter) {
            case 's' -> Long.toString(at.toEpochSecond());
            case 'u' -> Integer.toString(at.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(at.getDayOfWeek().getValue() % 7);
            case 'Z' ->
                at.getZone() instanceof ZoneOffset ? "UTC" : at.format(DateTimeFormatter.ofPattern("zzz", Locale.ROOT));
            case 'z' ->
                at.getOffset().getTotalSeconds() == 0
                        ? "+0000"
                        : at.getOffset().getId().replace(":", "");
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + letter;
        };
    }
}
