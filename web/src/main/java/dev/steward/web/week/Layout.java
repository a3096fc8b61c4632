package dev.steward.web.week;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Where things stand in the drawing: a column a day, the hours down, side by side what goes on at the same time. */
public final class Layout {

    /** The whole. */
    public static final int WIDTH = 1240;

    public static final int HEIGHT = 24 * 26 + 34;

    private static final int HOUR = 26;
    private static final int TOP = 30;
    private static final int LEFT = 50;
    private static final int COLUMN = 170;
    private static final int LEAST = 17;
    private static final int GAP = 3;
    private static final int LETTER = 7;
    private static final double MINUTES = 60;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private Layout() {}

    private record Piece(Shot shot, int y, int height, boolean first) {

        int end() {
            return y + height;
        }
    }

    static int x(int day) {
        return LEFT + day * COLUMN;
    }

    static int y(LocalTime clock) {
        return TOP + (int) Math.round(clock.toSecondOfDay() / MINUTES / MINUTES * HOUR);
    }

    /** Where an hour begins. */
    public static int hour(int hour) {
        return TOP + hour * HOUR;
    }

    /** How wide a day is. */
    public static int column() {
        return COLUMN;
    }

    static Week.Band band(ZoneOffsetTransition change) {
        LocalTime from = (change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter()).toLocalTime();
        int height = (int) Math.round(change.getDuration().abs().toMinutes() / MINUTES * HOUR);
        return new Week.Band(y(from), height, change.isOverlap());
    }

    /** The runs of a day, those too that go on from the day before. */
    static List<Week.Block> blocks(List<Shot> shots, LocalDate date, int day) {
        List<Piece> pieces = new ArrayList<>();
        LocalDateTime begin = date.atStartOfDay();
        for (Shot shot : shots) {
            LocalDateTime end = shot.local().plus(shot.length());
            if (shot.local().isBefore(begin.plusDays(1)) && end.isAfter(begin)) {
                boolean first = !shot.local().isBefore(begin);
                int from = first ? y(shot.local().toLocalTime()) : TOP;
                int to = end.isBefore(begin.plusDays(1)) ? y(end.toLocalTime()) : TOP + 24 * HOUR;
                pieces.add(new Piece(shot, Math.min(from, TOP + 24 * HOUR - LEAST), Math.max(LEAST, to - from), first));
            }
        }
        pieces.sort(Comparator.comparingInt(Piece::y));
        return side(pieces, day);
    }

    /** What touches stands side by side, each group of it as wide as the day. */
    private static List<Week.Block> side(List<Piece> pieces, int day) {
        List<Week.Block> blocks = new ArrayList<>();
        List<Piece> group = new ArrayList<>();
        int end = 0;
        for (Piece piece : pieces) {
            if (!group.isEmpty() && piece.y() >= end) {
                place(group, day, blocks);
                group.clear();
            }
            group.add(piece);
            end = Math.max(end, piece.end());
        }
        place(group, day, blocks);
        return blocks;
    }

    private static void place(List<Piece> group, int day, List<Week.Block> blocks) {
        List<Integer> lanes = new ArrayList<>();
        List<Integer> at = new ArrayList<>();
        for (Piece piece : group) {
            int lane = 0;
            while (lane < lanes.size() && lanes.get(lane) > piece.y()) {
                lane++;
            }
            if (lane == lanes.size()) {
                lanes.add(0);
            }
            lanes.set(lane, piece.end());
            at.add(lane);
        }
        int width = (COLUMN - GAP) / Math.max(1, lanes.size());
        for (int i = 0; i < group.size(); i++) {
            blocks.add(block(group.get(i), x(day) + 1 + at.get(i) * width, Math.max(2, width - 2)));
        }
    }

    private static Week.Block block(Piece piece, int x, int width) {
        Shot shot = piece.shot();
        String text = CLOCK.format(shot.local()) + " " + shot.schedule();
        int room = width / LETTER;
        String label =
                !piece.first() || room < 4 ? "" : text.length() <= room ? text : text.substring(0, room - 1) + "…";
        List<String> told = Weeks.told(shot);
        String words = text
                + (shot.usual().isEmpty() ? ", duration not known" : ", usually " + Weeks.length(shot))
                + (told.isEmpty() ? "" : ", " + String.join(", ", told));
        return new Week.Block(x, piece.y(), width, piece.height(), shot.schedule(), label, words, look(shot));
    }

    private static String look(Shot shot) {
        if (!shot.fires()) {
            return "off";
        }
        return shot.late()
                ? "late"
                : !shot.meets().isEmpty() ? "met" : shot.usual().isEmpty() ? "unknown" : "";
    }
}
