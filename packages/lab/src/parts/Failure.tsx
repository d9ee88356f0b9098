import { Component, type ErrorInfo, type ReactNode } from "react";

/** What went wrong, in one sentence, said at once to screen readers. */
export function ErrorNote({ message }: { readonly message: string }) {
  return (
    <p className="error" role="alert">
      {message}
    </p>
  );
}

interface Failed {
  readonly message?: string;
}

/** Shows a sentence in the place of a view that failed, never a blank page. */
export class Failure extends Component<{ readonly children: ReactNode }, Failed> {
  override state: Failed = {};

  static getDerivedStateFromError(error: unknown): Failed {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <>
        <ErrorNote message={`This view cannot be shown: ${message}.`} />
        <p>
          <button type="button" onClick={() => this.setState({ message: undefined })}>
            Try again
          </button>
        </p>
      </>
    );
  }
}
