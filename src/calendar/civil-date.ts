// Civil dates in Japan, as ISO text: they sort, digest and print as they are. Arithmetic is Temporal's, never ours.
// (types first: the functions are added beside them)

/** `YYYY-MM-DD`, a civil date in Japan (Asia/Tokyo). */
export type CivilDate = string & { readonly __brand?: 'CivilDate' };
/** `YYYY-MM`. */
export type CivilMonth = string & { readonly __brand?: 'CivilMonth' };
