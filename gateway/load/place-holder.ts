/** Values that hold a place until a script or a person fills in another: nothing works with them as they are. */
const placeHolder =
  /^(?:[-.?*_]*|x{2,}|n\/?a|none|null|todo|tbd|temp|dummy|<[^<>]*>|\[[^[\]]*\]|0{8}-(?:0{4}-){3}0{12}|(?:your|insert|enter|replace|set|fill)[-_ ].*|.*(?:place.?holder|change.?(?:me|it)|replace.?(?:me|with)|to.?be.?(?:set|replaced|updated|filled)|update.?(?:me|later)|set.?(?:me|later|by)).*)$/i;

/**
 * Whether a value holds a place only.
 * @param value as the author wrote it; long ones are none
 */
export const holdsPlace = (value: string): boolean => value.length <= 100 && placeHolder.test(value.trim());
