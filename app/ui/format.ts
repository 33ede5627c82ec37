/** @file Numbers as people read them: the laboratory's own wording, as the page's parts import it. */
export * from '../../src/format';
