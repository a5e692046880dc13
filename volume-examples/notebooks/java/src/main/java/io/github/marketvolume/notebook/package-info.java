/**
 * Pipelines in a notebook: {@link io.github.marketvolume.notebook.NotebookKernel} starts a Jupyter
 * kernel for Java, in which stages, rows and reports show themselves as tables and charts, {@link
 * io.github.marketvolume.notebook.Notebook} shows more of them and the progress of a run, and
 * {@link io.github.marketvolume.notebook.Chart} draws what one chooses.
 *
 * <p>Everything drawn is HTML and SVG without scripts, so that it survives in a saved notebook and
 * in its conversion to a page.
 */
package io.github.marketvolume.notebook;
