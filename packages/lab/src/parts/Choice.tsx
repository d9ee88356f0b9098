import { type ReactNode, useId } from "react";

export interface ChoiceProps<T extends string> {
  readonly label: ReactNode;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly name: ReactNode }[];
  readonly disabled?: boolean;
  readonly onChoose: (value: T) => void;
}

/** One of a few, side by side: radio buttons that look like one control. */
export function Choice<T extends string>({ label, value, options, disabled, onChoose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <fieldset className="choice" disabled={disabled}>
      <legend>{label}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <span>{option.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
