package dev.steward.web.page;

import java.util.List;

/**
 * What went wrong.
 *
 * @param status of HTTP
 * @param title in a few words
 * @param detail what was expected and the next step
 * @param problems further lines
 * @param id under which the log knows more
 */
public record ProblemView(int status, String title, String detail, List<String> problems, String id) {}
