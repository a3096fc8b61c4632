package dev.steward.web.format;

import java.util.List;

/**
 * A line of a run's log.
 *
 * @param id its address within the page: the event's number, and which line of it, as "12" or "12.3"
 * @param time of day
 * @param host it is about; empty: the run
 * @param step it is about; empty: the run
 * @param kind class name: play, task, out, err, note, or the word of a status
 * @param text in pieces
 */
public record LogLine(String id, String time, String host, String step, String kind, List<Span> text) {}
