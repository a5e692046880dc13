/**
 * The types of errors. Every message is one line: what, where, what to do.
 *
 * <p>{@link io.github.marketvolume.error.VolumeException} is the one type to catch; its subclasses
 * tell a caller who can act: the author of the pipeline ({@code InvalidPlanException}, and {@code
 * ExtensionException} for code of one's own), the owner of the input ({@code SourceException},
 * {@code QualityException}), the owner of the output ({@code SinkException}), of the machine
 * ({@code ScratchException}), or the keeper of the build ({@code MissingDependencyException}).
 * {@code SafeText} makes their messages safe to show.
 */
@NullMarked
package io.github.marketvolume.error;

import org.jspecify.annotations.NullMarked;
